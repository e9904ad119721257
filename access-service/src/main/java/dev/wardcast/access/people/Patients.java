package dev.wardcast.access.people;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables of patients and hospitals, and who is where. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = "access")
public interface Patients extends GenericRepository<PatientRow, String> {

    @Query("SELECT EXISTS (SELECT 1 FROM patients WHERE id = :id)")
    boolean exists(String id);

    /** Until the end of the transaction nobody else moves the patient. */
    @Query("SELECT 1 FROM patients WHERE id = :id FOR UPDATE")
    Optional<Integer> lock(String id);

    @Query("SELECT EXISTS (SELECT 1 FROM hospitals WHERE id = :id)")
    boolean hospitalExists(String id);

    @Query("INSERT INTO patients (id, name) VALUES (:id, :name) ON CONFLICT DO NOTHING")
    int add(String id, @Nullable String name);

    @Query("INSERT INTO hospitals (id, name) VALUES (:id, :name) ON CONFLICT DO NOTHING")
    int addHospital(String id, String name);

    @Query(
            """
            INSERT INTO hospital_patients (hospital_id, patient_id)
            VALUES (:hospitalId, :patientId) ON CONFLICT DO NOTHING
            """)
    int admit(String patientId, String hospitalId);

    @Query(
            "DELETE FROM hospital_patients WHERE hospital_id = :hospitalId AND patient_id = :patientId")
    int discharge(String patientId, String hospitalId);

    @Query(
            "SELECT hospital_id FROM hospital_patients WHERE patient_id = :patientId ORDER BY hospital_id")
    List<String> hospitalsOf(String patientId);

    @Query(
            """
            INSERT INTO hospital_staff (hospital_id, user_id)
            VALUES (:hospitalId, :userId) ON CONFLICT DO NOTHING
            """)
    int addStaff(String userId, String hospitalId);

    @Query("DELETE FROM hospital_staff WHERE hospital_id = :hospitalId AND user_id = :userId")
    int removeStaff(String userId, String hospitalId);
}
