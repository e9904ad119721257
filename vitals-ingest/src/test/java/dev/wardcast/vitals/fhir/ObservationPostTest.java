package dev.wardcast.vitals.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.vitals.fhir.FhirClient.Answer;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationPostTest {

    private static final String PATH = "/fhir/Observation";
    private static FhirClient client;

    private final String patient = "p-" + UUID.randomUUID();
    private final String key = client.world.deviceKey(patient);

    @BeforeAll
    static void start() {
        client = new FhirClient();
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @Test
    void an_observation_is_created_and_named_and_is_of_the_device_whose_key_it_is()
            throws Exception {
        Answer answer = client.post(key, PATH, Examples.heartRate(patient, ""));
        assertEquals(201, answer.status(), answer.raw()::body);
        assertEquals("application/fhir+json", answer.header("Content-Type"));
        assertEquals(
                "http://ward.example/fhir/Observation/" + answer.at("id"),
                answer.header("Location"));
        assertEquals("44", answer.at("valueQuantity/value"));
        assertEquals("2026-07-02T08:30:10.123456Z", answer.at("effectiveDateTime"));
        assertEquals("monitor:m-1", answer.at("device/identifier/value"));
        assertEquals("Device/monitor.m-1", answer.at("device/reference"));
    }

    @ParameterizedTest
    @CsvSource({
        "8867-4,88,{beat}/min,88,/min",
        "59408-5,95,%,95,%",
        "2708-6,95.5,%,95.5,%",
        "9279-1,26,/min,26,/min",
        "8310-5,36.5,Cel,36.5,Cel",
        "8310-5,98.6,[degF],37,Cel",
        "29463-7,185,[lb_av],83.915,kg",
        "29463-7,3200,g,3.2,kg",
        "15074-8,6.3,mmol/L,113.498,mg/dL",
        "2339-0,110,mg/dL,110,mg/dL"
    })
    void each_code_is_kept_in_one_unit(
            String loinc, String value, String unit, String kept, String keptUnit)
            throws Exception {
        Answer answer =
                client.post(key, PATH, Examples.single(patient, loinc, "?", value, unit, ""));
        assertEquals(201, answer.status(), answer.raw()::body);
        assertEquals(kept, answer.at("valueQuantity/value"));
        assertEquals(keptUnit, answer.at("valueQuantity/code"));
    }

    @Test
    void a_blood_pressure_is_one_observation_of_two_components() throws Exception {
        Answer answer = client.post(key, PATH, Examples.bloodPressure(patient, "107", "60"));
        assertEquals(201, answer.status(), answer.raw()::body);
        assertEquals("107", answer.at("component/0/valueQuantity/value"));
        assertEquals("8462-4", answer.at("component/1/code/coding/0/code"));
        assertEquals("60", answer.at("component/1/valueQuantity/value"));
    }

    @Test
    void the_same_identifier_counts_once_and_another_one_again() throws Exception {
        String first = Examples.heartRate(patient, Examples.identified("urn:x", "1"));
        assertEquals(201, client.post(key, PATH, first).status());
        Answer again = client.post(key, PATH, first);
        assertEquals(200, again.status());
        assertEquals("information", again.at("issue/0/severity"));
        assertEquals("duplicate", again.at("issue/0/code"));
        String second = Examples.heartRate(patient, Examples.identified("urn:x", "2"));
        assertEquals(201, client.post(key, PATH, second).status());
    }

    @Test
    void a_correction_with_the_same_identifier_is_kept_once_beside_what_it_corrects()
            throws Exception {
        String first = Examples.heartRate(patient, Examples.identified("urn:x", "1"));
        String corrected =
                first.replace("\"final\"", "\"corrected\"")
                        .replace("\"value\": 44", "\"value\": 45");
        assertEquals(201, client.post(key, PATH, first).status());
        assertEquals(201, client.post(key, PATH, corrected).status());
        assertEquals(200, client.post(key, PATH, corrected).status());
    }

    @Test
    void a_sequence_number_counts_once_in_both_formats() throws Exception {
        Answer json =
                client.post(
                        key,
                        "/api/v1/devices/data",
                        """
                        {"device_type":"monitor","device_id":"m-1","patient_id":"%s",
                         "data_type":"heart_rate","values":{"bpm":44},"sequence":7}\
                        """
                                .formatted(patient),
                        "Content-Type",
                        "application/json");
        assertEquals(202, json.status(), json.raw()::body);
        String same = Examples.heartRate(patient, Examples.identified(Identifiers.SEQUENCE, "7"));
        assertEquals(200, client.post(key, PATH, same).status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"status\": \"final\"|\"status\": \"entered-in-error\"|business-rule|Observation.status",
                "\"status\": \"final\"|\"status\": \"preliminary\"|business-rule|Observation.status",
                "8867-4|1234-5|code-invalid|Observation.code.coding",
                "http://loinc.org|http://snomed.info/sct|code-invalid|Observation.code.coding",
                "Patient/|Group/|value|Observation.subject.reference",
                "Patient/|http://elsewhere.example/Patient/|value|Observation.subject.reference",
                "\"value\": 44|\"value\": \"44\"|structure|Observation.value.ofType(Quantity).value",
                "\"value\": 44|\"value\": 999|value|Observation.value.ofType(Quantity).value",
                "\"value\": 44|\"value\": 44, \"comparator\": \"<\"|not-supported|Observation.value.ofType(Quantity).comparator",
                "\"code\": \"/min\"|\"code\": \"/h\"|code-invalid|Observation.value.ofType(Quantity).code",
                "http://unitsofmeasure.org|urn:other|code-invalid|Observation.value.ofType(Quantity).system",
                "effectiveDateTime|effectivePeriodically|required|Observation.effective",
                "T09:30:10.123456+01:00||value|Observation.effective.ofType(dateTime)",
                "valueQuantity|valueInteger|required|Observation.value.ofType(Quantity)",
                "\"meta\"|\"modifierExtension\": [{\"url\": \"urn:not\"}], \"meta\"|not-supported|Observation.modifierExtension",
                "\"meta\"|\"device\": {\"reference\": \"Device/m\"}, \"meta\"|value|Observation.device.reference"
            })
    void a_mistake_is_named_with_its_place(
            String right, String wrong, String code, String expression) throws Exception {
        String body = Examples.heartRate(patient, "").replace(right, wrong == null ? "" : wrong);
        Answer answer = client.post(key, PATH, body);
        assertEquals(422, answer.status(), answer.raw()::body);
        assertEquals("application/fhir+json", answer.header("Content-Type"));
        assertEquals("OperationOutcome", answer.at("resourceType"));
        assertEquals("error", answer.at("issue/0/severity"));
        assertEquals(code, answer.at("issue/0/code"), answer.raw()::body);
        assertEquals(expression, answer.at("issue/0/expression/0"));
        assertTrue(answer.at("issue/0/diagnostics").contains("expected: "), answer.raw()::body);
    }

    @Test
    void a_diastolic_above_the_systolic_and_a_missing_one_are_refused() throws Exception {
        Answer reversed = client.post(key, PATH, Examples.bloodPressure(patient, "60", "107"));
        assertEquals(422, reversed.status());
        assertEquals(
                "Observation.component[1].value.ofType(Quantity).value",
                reversed.at("issue/0/expression/0"));
        String lone = Examples.bloodPressure(patient, "107", "60").replace("8462-4", "8478-0");
        Answer missing = client.post(key, PATH, lone);
        assertEquals(422, missing.status());
        assertEquals("Observation.component", missing.at("issue/0/expression/0"));
    }

    @Test
    void who_may_not_post_hears_it_as_an_outcome() throws Exception {
        String own = Examples.heartRate(patient, "");
        assertOutcome(401, "login", client.post("", PATH, own));
        assertOutcome(401, "login", client.post("no-key", PATH, own));
        Answer nurse =
                client.post(
                        "", PATH, own, "Authorization", "Bearer " + client.world.token("NURSE"));
        assertOutcome(403, "forbidden", nurse);
        Answer other = client.post(key, PATH, Examples.heartRate("somebody-else", ""));
        assertOutcome(403, "forbidden", other);
        assertEquals("Observation.subject.reference", other.at("issue/0/expression/0"));
        String foreign = "m-" + UUID.randomUUID();
        client.world.device(foreign, "somebody-else");
        Answer device =
                client.post(
                        key,
                        PATH,
                        Examples.heartRate(patient, Examples.device("Device/monitor." + foreign)));
        assertOutcome(403, "forbidden", device);
    }

    @Test
    void a_key_opens_the_posts_and_not_the_reads() throws Exception {
        Answer read =
                client.post(key, "/fhir/Observation/1-0-0", "{}", "Content-Type", "text/plain");
        assertTrue(read.status() >= 400, read.raw()::toString);
        assertOutcome(401, "login", client.get("", PATH + "?patient=" + patient));
    }

    @Test
    void a_token_of_a_hub_names_the_device() throws Exception {
        String[] token = {"Authorization", "Bearer " + client.world.token("DEVICE")};
        client.world.patient(patient);
        Answer nameless = client.post("", PATH, Examples.heartRate(patient, ""), token);
        assertOutcome(422, "required", nameless);
        Answer named =
                client.post(
                        "",
                        PATH,
                        Examples.heartRate(
                                patient,
                                ", \"device\": {\"identifier\": {\"system\":"
                                        + " \"http://wardcast.dev/fhir/device\", \"value\":"
                                        + " \"bed.side:b_1\"}}"),
                        token);
        assertEquals(201, named.status(), named.raw()::body);
        assertEquals("bed.side:b_1", named.at("device/identifier/value"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{", "{\"a\":1,\"a\":2}", "{}{}", "null", "{\"resourceType\":5}"})
    void what_is_no_resource_is_400(String body) throws Exception {
        assertOutcome(400, "structure", client.post(key, PATH, body));
    }

    @Test
    void another_resource_type_another_content_type_and_a_condition_are_refused() throws Exception {
        String own = Examples.heartRate(patient, "");
        assertOutcome(
                422, "not-supported", client.post(key, PATH, "{\"resourceType\":\"Patient\"}"));
        assertOutcome(
                415,
                "not-supported",
                client.post(key, PATH, own, "Content-Type", "application/fhir+xml"));
        assertOutcome(
                422, "not-supported", client.post(key, PATH, own, "If-None-Exist", "identifier=1"));
        assertOutcome(
                406,
                "not-supported",
                client.post(key, PATH, own, "Accept", "application/fhir+xml"));
        assertOutcome(413, "too-long", client.post(key, PATH, own + " ".repeat(2_100_000)));
        assertOutcome(404, "not-found", client.post(key, "/fhir/Patient", own));
    }

    @Test
    void whoever_wants_little_gets_little_and_plain_json_is_called_so() throws Exception {
        Answer minimal =
                client.post(key, PATH, Examples.heartRate(patient, ""), "Prefer", "return=minimal");
        assertEquals(201, minimal.status());
        assertEquals("", minimal.raw().body());
        Answer plain =
                client.post(
                        key,
                        PATH,
                        Examples.heartRate(patient, ""),
                        "Content-Type",
                        "application/json",
                        "Accept",
                        "application/json");
        assertEquals(201, plain.status());
        assertEquals("application/json", plain.header("Content-Type"));
    }

    private static void assertOutcome(int status, String code, Answer answer) {
        assertEquals(status, answer.status(), answer.raw()::body);
        assertEquals("application/fhir+json", answer.header("Content-Type"));
        assertEquals("OperationOutcome", answer.at("resourceType"));
        assertEquals(code, answer.at("issue/0/code"), answer.raw()::body);
    }
}
