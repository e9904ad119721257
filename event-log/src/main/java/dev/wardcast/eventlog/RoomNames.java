package dev.wardcast.eventlog;

import dev.wardcast.eventlog.Room.AdminUpdates;
import dev.wardcast.eventlog.Room.AudienceAll;
import dev.wardcast.eventlog.Room.AudienceHospital;
import dev.wardcast.eventlog.Room.AudienceRole;
import dev.wardcast.eventlog.Room.Device;
import dev.wardcast.eventlog.Room.DeviceStatus;
import dev.wardcast.eventlog.Room.Group;
import dev.wardcast.eventlog.Room.Hospital;
import dev.wardcast.eventlog.Room.HospitalAlerts;
import dev.wardcast.eventlog.Room.HospitalDevices;
import dev.wardcast.eventlog.Room.Notices;
import dev.wardcast.eventlog.Room.Patient;
import dev.wardcast.eventlog.Room.PatientAlerts;
import dev.wardcast.eventlog.Room.PatientVitals;
import dev.wardcast.eventlog.Room.PatientWaveform;
import dev.wardcast.eventlog.Room.Session;
import dev.wardcast.eventlog.Room.SystemAlerts;
import dev.wardcast.eventlog.Room.User;

/** Reads what {@link Room#name} wrote. */
final class RoomNames {

    private RoomNames() {}

    /**
     * @throws IllegalArgumentException as {@link Room#parse}
     */
    static Room parse(String name) {
        String[] part = name.split(":", -1);
        return switch (part.length) {
            case 2 ->
                    switch (part[0]) {
                        case "patient" -> new Patient(part[1]);
                        case "hospital" -> new Hospital(part[1]);
                        case "user" -> new User(part[1]);
                        case "session" -> new Session(part[1]);
                        case "system" ->
                                part[1].equals("notices")
                                        ? new Notices()
                                        : exactly(part[1], "alerts", new SystemAlerts());
                        case "audience" -> exactly(part[1], "all", new AudienceAll());
                        case "admin" -> exactly(part[1], "updates", new AdminUpdates());
                        default -> throw noSuchRoom();
                    };
            case 3 ->
                    switch (part[0] + ":" + part[2]) {
                        case "patient:vitals" -> new PatientVitals(part[1]);
                        case "patient:alerts" -> new PatientAlerts(part[1]);
                        case "patient:waveform" -> new PatientWaveform(part[1]);
                        case "hospital:alerts" -> new HospitalAlerts(part[1]);
                        case "hospital:devices" -> new HospitalDevices(part[1]);
                        default ->
                                switch (part[0]) {
                                    case "device" -> new Device(part[1], part[2]);
                                    case "audience" -> audience(part[1], part[2]);
                                    case "group" -> new Group(part[1], part[2], null);
                                    default -> throw noSuchRoom();
                                };
                    };
            case 4 -> {
                if (part[0].equals("device") && part[3].equals("status")) {
                    yield new DeviceStatus(part[1], part[2]);
                }
                throw noSuchRoom();
            }
            case 5 -> {
                if (part[0].equals("group")) {
                    yield new Group(
                            part[1], part[2], new Group.About(Group.Sight.of(part[3]), part[4]));
                }
                throw noSuchRoom();
            }
            default -> throw noSuchRoom();
        };
    }

    private static Room audience(String kind, String of) {
        return switch (kind) {
            case "role" -> new AudienceRole(of);
            case "hospital" -> new AudienceHospital(of);
            default -> throw noSuchRoom();
        };
    }

    private static Room exactly(String actual, String expected, Room room) {
        if (!actual.equals(expected)) {
            throw noSuchRoom();
        }
        return room;
    }

    static IllegalArgumentException noSuchRoom() {
        return new IllegalArgumentException(
                "room (expected: patient:{id}, patient:{id}:vitals, patient:{id}:alerts,"
                        + " patient:{id}:waveform, hospital:{id}, hospital:{id}:alerts, hospital:{id}:devices, device:{type}:{id},"
                        + " device:{type}:{id}:status, system:alerts, admin:updates, user:{id}, session:{id},"
                        + " audience:all, audience:role:{role}, audience:hospital:{id} or group:{subject}:{members}[:{sight}:{patient}])");
    }
}
