-- Wrong passwords by name, whether there is such a user or not; the name as a digest, because
-- people type passwords into the wrong field. Rows go when their time is over.
CREATE TABLE sign_in_failures (
    name         text PRIMARY KEY CHECK (name ~ '^[0-9a-f]{64}$'),
    failures     int NOT NULL,
    since        timestamptz NOT NULL,
    locked_until timestamptz
);
CREATE INDEX sign_in_failures_by_age ON sign_in_failures (since);

-- Counts one more and answers for how many seconds the name is locked; the window and the lock are
-- by the clock here, so that nodes whose clocks differ agree. A name whose time is over starts again.
CREATE FUNCTION sign_in_failed(who text, most int, span bigint, lock bigint)
RETURNS TABLE (name text, failures int, locked_seconds bigint) LANGUAGE sql AS $$
    INSERT INTO access.sign_in_failures AS f (name, failures, since, locked_until)
    VALUES (who, 1, now(), CASE WHEN most <= 1 THEN now() + lock * interval '1 second' END)
    ON CONFLICT (name) DO UPDATE SET
        failures = CASE WHEN coalesce(f.locked_until, f.since + span * interval '1 second') <= now()
                        THEN 1 ELSE f.failures + 1 END,
        since = CASE WHEN coalesce(f.locked_until, f.since + span * interval '1 second') <= now()
                     THEN now() ELSE f.since END,
        locked_until = CASE
            WHEN f.locked_until > now() THEN f.locked_until
            WHEN coalesce(f.locked_until, f.since + span * interval '1 second') > now()
                 AND f.failures + 1 >= most THEN now() + lock * interval '1 second'
            WHEN most <= 1 THEN now() + lock * interval '1 second' END
    RETURNING f.name, f.failures,
              coalesce(ceil(extract(epoch FROM f.locked_until - now())), 0)::bigint
$$;

-- Forgets what was counted, unless the name is locked: then that is the answer.
CREATE FUNCTION sign_in_passed(who text)
RETURNS TABLE (name text, failures int, locked_seconds bigint) LANGUAGE sql AS $$
    DELETE FROM access.sign_in_failures f
    WHERE f.name = who AND (f.locked_until IS NULL OR f.locked_until <= now());
    SELECT f.name, f.failures, ceil(extract(epoch FROM f.locked_until - now()))::bigint
    FROM access.sign_in_failures f WHERE f.name = who AND f.locked_until > now()
$$;
