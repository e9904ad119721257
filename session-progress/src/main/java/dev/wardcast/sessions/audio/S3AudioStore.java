package dev.wardcast.sessions.audio;

import dev.wardcast.eventlog.Room;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Recordings as objects {@code {id}.wav} of a bucket. A long one is sent part by part as it
 * arrives; until its last part is confirmed there is no object. A crash can leave parts behind,
 * which a rule of the bucket removes (AbortIncompleteMultipartUpload).
 */
@Singleton
@Requires(property = "wardcast.sessions.s3.bucket")
final class S3AudioStore implements AudioStore {

    private final S3Client client;
    private final String bucket;
    private final int partSize;

    @Inject
    S3AudioStore(S3Settings settings) {
        this(
                S3Clients.of(settings),
                Objects.requireNonNull(settings.bucket(), "wardcast.sessions.s3.bucket"),
                settings.partSize());
    }

    S3AudioStore(S3Client client, String bucket, int partSize) {
        this.client = client;
        this.bucket = bucket;
        this.partSize = partSize;
    }

    @PreDestroy
    void close() {
        client.close();
    }

    @Override
    public long keep(String id, InputStream audio) throws IOException {
        String key = key(id);
        byte[] part = new byte[partSize];
        int length = audio.readNBytes(part, 0, partSize);
        if (length == partSize) {
            return keepInParts(key, part, audio);
        }
        RequestBody whole = body(part, length);
        told(() -> client.putObject(put -> put.bucket(bucket).key(key), whole));
        return length;
    }

    private long keepInParts(String key, byte[] part, InputStream audio) throws IOException {
        String upload =
                told(() -> client.createMultipartUpload(begin -> begin.bucket(bucket).key(key)))
                        .uploadId();
        try {
            List<CompletedPart> sent = new ArrayList<>();
            long bytes = 0;
            for (int length = partSize; length > 0; length = audio.readNBytes(part, 0, partSize)) {
                sent.add(send(key, upload, sent.size() + 1, body(part, length)));
                bytes += length;
            }
            told(() ->
                    client.completeMultipartUpload(end ->
                            end.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .multipartUpload(all -> all.parts(sent))));
            return bytes;
        } catch (Throwable failure) {
            try {
                told(() ->
                        client.abortMultipartUpload(
                                end -> end.bucket(bucket).key(key).uploadId(upload)));
                // Whether the confirmation failed before or after it took effect is not known.
                told(() -> client.deleteObject(gone -> gone.bucket(bucket).key(key)));
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
            throw failure;
        }
    }

    private CompletedPart send(String key, String upload, int number, RequestBody content)
            throws IOException {
        String tag =
                told(() ->
                                client.uploadPart(
                                        part ->
                                                part.bucket(bucket)
                                                        .key(key)
                                                        .uploadId(upload)
                                                        .partNumber(number),
                                        content))
                        .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    /** The array itself, which is filled anew only when this was sent. */
    private static RequestBody body(byte[] part, int length) {
        return RequestBody.fromByteBuffer(ByteBuffer.wrap(part, 0, length));
    }

    @Override
    public Kept open(String id) throws IOException {
        String key = key(id);
        try {
            ResponseInputStream<GetObjectResponse> content =
                    told(() -> client.getObject(get -> get.bucket(bucket).key(key)));
            return new Kept(content, content.response().contentLength());
        } catch (IOException e) {
            if (e.getCause() instanceof NoSuchKeyException) {
                throw new NoSuchFileException(key);
            }
            throw e;
        }
    }

    @Override
    public void delete(String id) throws IOException {
        String key = key(id);
        told(() -> client.deleteObject(gone -> gone.bucket(bucket).key(key)));
    }

    private static String key(String id) {
        if (!Room.ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
        return id + ".wav";
    }

    private static <T> T told(Supplier<T> request) throws IOException {
        try {
            return request.get();
        } catch (SdkException e) {
            throw new IOException("the object store: " + e.getMessage(), e);
        }
    }
}
