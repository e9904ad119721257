package dev.wardcast.access.demo;

import dev.wardcast.access.devices.DeviceRegistry;
import dev.wardcast.access.machines.ServiceAccounts;
import dev.wardcast.access.people.Grants;
import dev.wardcast.access.people.Patients;
import dev.wardcast.access.people.Users;
import dev.wardcast.access.signin.Passwords;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The people of the demonstration, made once: whatever is changed about them later stays changed.
 * Everyone knows their passwords and keys, so this is for machines that nobody else can reach.
 */
@Singleton
@Requires(property = "wardcast.demo", value = "true")
class DemoData {

    private static final String PASSWORD = "demo";
    private static final String HOSPITAL = "hospital-1";
    private static final int PATIENTS = 8;

    private record Person(String name, String role, @Nullable String patientId) {}

    private static final List<Person> PEOPLE =
            List.of(
                    new Person("admin", "ADMIN", null),
                    new Person("caregiver1", "CAREGIVER", null),
                    new Person("caregiver2", "CAREGIVER", null),
                    new Person("doctor1", "DOCTOR", null),
                    new Person("nurse1", "NURSE", null),
                    new Person("dispatcher1", "DISPATCHER", null),
                    new Person("therapist1", "THERAPIST", null),
                    new Person("patient1", "PATIENT", patient(1)),
                    new Person("patient2", "PATIENT", patient(2)));

    private static final List<String> STAFF = List.of("doctor1", "nurse1", "dispatcher1");

    private final Users users;
    private final Patients patients;
    private final Grants grants;
    private final DeviceRegistry devices;
    private final Passwords passwords;
    private final ServiceAccounts machines;

    DemoData(
            Users users,
            Patients patients,
            Grants grants,
            DeviceRegistry devices,
            Passwords passwords,
            ServiceAccounts machines) {
        this.users = users;
        this.patients = patients;
        this.grants = grants;
        this.devices = devices;
        this.passwords = passwords;
        this.machines = machines;
    }

    @EventListener
    @Transactional("access")
    void make(StartupEvent event) {
        machines.addIfAbsent("pipeline1", "PIPELINE", PASSWORD);
        // The hospital is made first and with all the rest, so it tells whether all is there.
        if (patients.addHospital(HOSPITAL, "Demo Hospital") == 0) {
            return;
        }
        for (int number = 1; number <= PATIENTS; number++) {
            patients.add(patient(number), "Demo Patient " + number);
            patients.admit(patient(number), HOSPITAL);
            String device = "demo-device-" + number;
            devices.addIfAbsent("monitor", device, patient(number), device);
        }
        String hash = passwords.hash(PASSWORD);
        for (Person person : PEOPLE) {
            users.add(person.name(), person.name(), hash, person.patientId());
            users.addRole(person.name(), person.role());
        }
        STAFF.forEach(name -> patients.addStaff(name, HOSPITAL));
        grants.give("caregiver1", patient(1), null, null, "admin", null);
        grants.give("caregiver1", patient(2), null, null, "admin", null);
        grants.assign("therapist1", patient(1), "admin", null);
    }

    private static String patient(int number) {
        return "patient-" + number;
    }
}
