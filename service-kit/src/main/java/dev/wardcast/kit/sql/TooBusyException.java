package dev.wardcast.kit.sql;

import java.sql.SQLTransientConnectionException;

/** More requests wait for a connection than there are for requests. */
public final class TooBusyException extends SQLTransientConnectionException {

    TooBusyException() {
        super("every connection for requests is in use");
    }
}
