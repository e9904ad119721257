package dev.wardcast.vitals.history;

/** A reading and its place in the order of pages. */
public record StoredReading(HistoryPage.Reading reading, HistoryCursor place) {

    public ReadingId id() {
        return ReadingId.of(reading.patientId(), place.entryMs(), place.entryNumber());
    }
}
