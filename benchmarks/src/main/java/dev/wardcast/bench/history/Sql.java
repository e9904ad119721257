package dev.wardcast.bench.history;

/** Pieces of the questions. */
final class Sql {

    static final String ROWS =
            """
            select taken_at, data_type, device_type, device_id, sequence, value1, value2, received_at
            from vitals.samples
            where patient_id = ? and taken_at >= ? and taken_at < ? and data_type %s
            order by taken_at desc %s\
            """;

    static final String SUMMARY =
            """
            select date_bin(interval '%s', taken_at, 'epoch') as bucket, data_type, count(*),
                min(value1), max(value1), avg(value1), min(value2), max(value2), avg(value2)
            from vitals.samples
            where patient_id = ? and taken_at >= ? and taken_at < ? and data_type %s
            group by bucket, data_type order by bucket desc\
            """;

    static final String ONE_TYPE = "= 'heart_rate'";

    static final String ALL_TYPES =
            "in ('heart_rate', 'blood_pressure', 'spo2', 'respiratory_rate', 'temperature')";

    /** A parameter over HTTP. */
    static final String ONE = "type=heart_rate";

    private Sql() {}
}
