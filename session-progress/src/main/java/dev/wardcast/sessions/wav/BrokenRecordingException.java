package dev.wardcast.sessions.wav;

/** The recording itself is at fault: to try again with the same one would be in vain. */
public final class BrokenRecordingException extends RuntimeException {

    /**
     * @param reason a sentence for people who don't know what a WAV file is made of
     */
    public BrokenRecordingException(String reason) {
        super(reason, null, false, false);
    }

    /** The sentence for people. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
