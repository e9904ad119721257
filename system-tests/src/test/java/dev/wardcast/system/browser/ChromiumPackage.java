package dev.wardcast.system.browser;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A Chromium from a package of npm, for a machine that has none: 70 MB, downloaded once, compared
 * with the checksum below and kept under {@code ~/.cache/wardcast}. It brings what it needs of
 * libraries and a font, so nothing is installed and nobody has to be root. Linux on x86-64 only.
 */
final class ChromiumPackage {

    private static final String VERSION = "153.0.0";

    /** As the registry gives it for this version: SHA-512, base64. */
    private static final String CHECKSUM =
            "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==";

    private static final String PACKAGE = "@sparticuz/chromium@" + VERSION;
    private static final int PATIENCE_MINUTES = 5;
    private static final Path PACKED = Path.of("package", "bin");

    /** Why there is none: whoever asks next does not wait for it once more. */
    private static @Nullable IOException refusal;

    private ChromiumPackage() {}

    /**
     * Where it is; downloads it where it is not there yet.
     *
     * @throws IOException if there is none for this machine, or it can't be had; the message says
     *     why
     */
    static synchronized Path install() throws IOException, InterruptedException {
        if (refusal != null) {
            throw refusal;
        }
        try {
            return installed();
        } catch (IOException e) {
            refusal = e;
            throw e;
        }
    }

    private static Path installed() throws IOException, InterruptedException {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!machine.equals("Linux amd64")) {
            throw new IOException("there is no package for " + machine);
        }
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "wardcast");
        Path home = cache.resolve("chromium-" + VERSION);
        if (!Files.exists(home)) {
            Files.createDirectories(cache);
            Path half = Files.createTempDirectory(cache, ".unpacking-");
            unpack(download(half), half);
            Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return home.resolve("chromium");
    }

    /** What it needs around it, where the machine may not have it. */
    static Map<String, String> environment(Path program) {
        Path libraries = program.resolveSibling("lib");
        Path fonts = program.resolveSibling("fonts.conf");
        return Files.isDirectory(libraries) && Files.exists(fonts)
                ? Map.of(
                        "LD_LIBRARY_PATH",
                        libraries.toString(),
                        "FONTCONFIG_FILE",
                        fonts.toString())
                : Map.of();
    }

    /** By npm, which knows the registry that is in use here. */
    private static Path download(Path into) throws IOException, InterruptedException {
        System.out.println("no Chromium here: getting one by npm (" + PACKAGE + ")");
        Path said = into.resolve("npm.log");
        Process npm =
                new ProcessBuilder(
                                "npm",
                                "pack",
                                PACKAGE,
                                "--silent",
                                "--pack-destination",
                                into.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        if (!npm.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            npm.destroyForcibly();
            throw new IOException("npm does not come to an end");
        }
        if (npm.exitValue() != 0) {
            throw new IOException("npm: " + Files.readString(said).strip());
        }
        Path archive = into.resolve("sparticuz-chromium-" + VERSION + ".tgz");
        if (!checksum(archive).equals(CHECKSUM)) {
            throw new IOException(PACKAGE + " is not what it should be (its SHA-512 differs)");
        }
        Files.delete(said);
        return archive;
    }

    private static String checksum(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            return Base64.getEncoder().encodeToString(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(Path archive, Path home) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                Path name = Path.of(entry.getName());
                if (PACKED.equals(name.getParent())) {
                    part(name.getFileName().toString(), tar, home);
                }
            }
        }
        Files.delete(archive);
        Files.writeString(home.resolve("fonts.conf"), fonts(home));
    }

    private static void part(String name, InputStream packed, Path home) throws IOException {
        switch (name) {
            case "chromium.br" -> {
                Path program = home.resolve(name.replace(".br", ""));
                Files.copy(new BrotliInputStream(packed), program);
                Files.setPosixFilePermissions(
                        program, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            case "al2023.tar.br", "fonts.tar.br" -> files(new BrotliInputStream(packed), home);
            default -> {
                // What draws in three dimensions.
            }
        }
    }

    private static void files(InputStream content, Path home) throws IOException {
        // Not closed: the archive around it goes on.
        TarArchiveInputStream tar = new TarArchiveInputStream(content);
        for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
            Path path = home.resolve(entry.getName()).normalize();
            if (entry.isFile() && path.startsWith(home)) {
                Files.createDirectories(path.getParent());
                Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The machine's own fonts, and the one that came along. */
    private static String fonts(Path unpacking) {
        Path home = unpacking.resolveSibling("chromium-" + VERSION);
        return """
        <?xml version="1.0"?>
        <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
        <fontconfig>
          <dir>/usr/share/fonts</dir>
          <dir>%s</dir>
          <cachedir>%s</cachedir>
        </fontconfig>
        """
                .formatted(home.resolve("fonts"), home.resolve("fonts-cache"));
    }
}
