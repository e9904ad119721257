package dev.wardcast.local.simulate;

/**
 * A deterioration and what it does at its height. Each one's height is beyond a built-in alert
 * rule.
 *
 * @param heartRate beats per minute more (or less)
 * @param systolic mmHg more (or less); the diastolic pressure follows by half
 * @param spo2 per cent less
 * @param respiratoryRate breaths per minute more
 * @param temperature degrees more
 */
enum Episode {
    HYPOXIA(22, 8, -14, 12, 0),
    TACHYCARDIA(62, -6, -1, 3, 0),
    BRADYCARDIA(-38, -12, -1, -1, 0),
    HYPERTENSION(6, 56, 0, 1, 0),
    SHOCK(45, -44, -3, 8, 0),
    FEVER(30, 4, -1, 6, 3.0);

    final double heartRate;
    final double systolic;
    final double spo2;
    final double respiratoryRate;
    final double temperature;

    Episode(
            double heartRate,
            double systolic,
            double spo2,
            double respiratoryRate,
            double temperature) {
        this.heartRate = heartRate;
        this.systolic = systolic;
        this.spo2 = spo2;
        this.respiratoryRate = respiratoryRate;
        this.temperature = temperature;
    }
}
