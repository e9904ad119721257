package dev.wardcast.sessions.upload;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Headers of the form {@code value; name=token; name="quoted"}. */
final class HeaderParameters {

    /** Parameters are consumed whole, so that none is found within the quotes of another. */
    private static final Pattern PARAMETER =
            Pattern.compile(
                    ";\\s*([^=;\\s\"]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\\s\"]*+))\\s*");

    private HeaderParameters() {}

    /**
     * @param header for instance {@code form-data; name="audio"; filename="a.wav"}
     * @param value for instance {@code form-data}
     * @param name for instance {@code name}
     * @return {@code null} if the header has another value or no such parameter
     */
    static @Nullable String find(String header, String value, String name) {
        int parameters = header.indexOf(';');
        if (parameters < 0 || !header.substring(0, parameters).strip().equalsIgnoreCase(value)) {
            return null;
        }
        Matcher parameter = PARAMETER.matcher(header).region(parameters, header.length());
        while (parameter.lookingAt()) {
            if (parameter.group(1).equalsIgnoreCase(name)) {
                String quoted = parameter.group(2);
                return quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
            }
            parameter.region(parameter.end(), header.length());
        }
        return null;
    }
}
