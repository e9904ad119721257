package dev.wardcast.sessions.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.sessions.SessionsSettings;
import dev.wardcast.sessions.audio.AcceptedAudio;
import dev.wardcast.sessions.audio.AudioStore;
import dev.wardcast.sessions.progress.Session;
import dev.wardcast.sessions.progress.SessionAccess;
import dev.wardcast.sessions.progress.SessionAccess.Reader;
import dev.wardcast.sessions.progress.Sessions;
import dev.wardcast.sessions.upload.MultipartReader.Part;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a form into a recording that is kept and a session that is known. */
@Singleton
final class Uploads {

    private static final int LONGEST_ID = 64;

    private final SessionsSettings settings;
    private final AudioStore audio;
    private final SessionAccess access;
    private final Sessions sessions;

    Uploads(SessionsSettings settings, AudioStore audio, SessionAccess access, Sessions sessions) {
        this.settings = settings;
        this.audio = audio;
        this.access = access;
        this.sessions = sessions;
    }

    /** What the form has told so far. */
    private static final class Form {
        @Nullable String patientId;
        long audioBytes;
    }

    /**
     * The recording is kept before there is a session, so that no session is without its recording.
     *
     * @throws ProblemException if it is refused; nothing is kept then
     * @throws IOException if the sender or the store fails; nothing is kept then
     */
    Session receive(Reader reader, Actor actor, MultipartReader parts) throws IOException {
        String id = TimeOrderedIds.next();
        Form form = new Form();
        String patientId;
        try {
            for (Part part = parts.next(); part != null; part = parts.next()) {
                read(part, form, id, reader);
            }
            patientId = complete(form);
        } catch (Throwable refusal) {
            try {
                audio.delete(id);
            } catch (IOException e) {
                refusal.addSuppressed(e);
            }
            throw refusal;
        }
        // From here on the recording stays, even after an error: whether the database had committed
        // is then not known.
        return sessions.create(id, patientId, actor, form.audioBytes);
    }

    private void read(Part part, Form form, String id, Reader reader) throws IOException {
        switch (part.name()) {
            case "audio" -> {
                if (form.audioBytes > 0) {
                    throw twice("audio");
                }
                form.audioBytes =
                        audio.keep(id, AcceptedAudio.of(part.content(), settings.maxAudio()));
            }
            case "patient_id" -> {
                if (form.patientId != null) {
                    throw twice("patient_id");
                }
                String patientId = patientId(part);
                // At once: where it comes before the recording, nothing is received in vain.
                access.require(reader, patientId);
                form.patientId = patientId;
            }
            default -> {
                // Unknown fields are ignored.
            }
        }
    }

    private static String patientId(Part part) throws IOException {
        String id = new String(part.content().readNBytes(LONGEST_ID + 1), UTF_8);
        if (!Room.ID.matcher(id).matches()) {
            throw refused("patient_id", "no id (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
        return id;
    }

    private static String complete(Form form) {
        List<FieldError> missing = new ArrayList<>();
        if (form.audioBytes == 0) {
            missing.add(new FieldError("audio", "missing (expected: a WAV file)"));
        }
        if (form.patientId == null) {
            missing.add(new FieldError("patient_id", "missing (expected: whose session it is)"));
        }
        if (form.patientId == null || !missing.isEmpty()) {
            throw ProblemException.unprocessable(missing);
        }
        return form.patientId;
    }

    private static ProblemException twice(String field) {
        return refused(field, "there twice (expected: once)");
    }

    private static ProblemException refused(String field, String message) {
        return ProblemException.unprocessable(List.of(new FieldError(field, message)));
    }
}
