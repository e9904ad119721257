package dev.wardcast.vitals.fhir;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.vitals.fhir.FhirClient.Answer;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleAndSearchTest {

    private static FhirClient client;
    private static String nurse;

    private final String patient = "p-" + UUID.randomUUID();
    private final String key = client.world.deviceKey(patient);

    @BeforeAll
    static void start() {
        client = new FhirClient();
        nurse = client.world.token("NURSE");
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @BeforeEach
    void register() {
        client.world.patient(patient);
    }

    @Test
    void a_transaction_is_kept_whole_and_its_observations_are_found() throws Exception {
        Answer answer = post("transaction", Examples.heartRate(patient, ""), pressure());
        assertEquals(200, answer.status(), answer.raw()::body);
        assertEquals("transaction-response", answer.at("type"));
        assertEquals("201 Created", answer.at("entry/0/response/status"));
        String location = answer.at("entry/1/response/location");
        awaitFound(2);
        Answer read = client.get(nurse, location.substring("http://ward.example".length()));
        assertEquals(200, read.status(), read.raw()::body);
        assertEquals("107", read.at("component/0/valueQuantity/value"));
        assertTrue(location.endsWith("/" + read.at("id")), location);
    }

    @Test
    void of_a_transaction_with_a_mistake_nothing_is_kept() throws Exception {
        String good = Examples.heartRate(patient, Examples.identified("urn:x", "1"));
        Answer answer = post("transaction", good, good.replace("44", "999"));
        assertEquals(422, answer.status(), answer.raw()::body);
        assertEquals(
                "Bundle.entry[1].resource.value.ofType(Quantity).value",
                answer.at("issue/0/expression/0"));
        // It would be a repeat, had the first one kept anything.
        assertEquals(201, client.post(key, "/fhir/Observation", good).status());
    }

    @Test
    void a_transaction_is_about_one_patient() throws Exception {
        String[] hub = {"Authorization", "Bearer " + client.world.token("DEVICE")};
        String device = Examples.device("Device/monitor.hub-1");
        String other = "p-" + UUID.randomUUID();
        client.world.patient(other);
        List<String> two =
                List.of(Examples.heartRate(patient, device), Examples.heartRate(other, device));
        Answer together = client.post("", "/fhir", Examples.bundle("transaction", two), hub);
        assertEquals(422, together.status(), together.raw()::body);
        assertEquals("Bundle.entry.resource.subject", together.at("issue/0/expression/0"));
        Answer apart = client.post("", "/fhir", Examples.bundle("batch", two), hub);
        assertEquals("201 Created", apart.at("entry/0/response/status"));
        assertEquals("201 Created", apart.at("entry/1/response/status"));
    }

    @Test
    void a_batch_is_answered_entry_by_entry() throws Exception {
        String good = Examples.heartRate(patient, Examples.identified("urn:x", "1"));
        Answer answer =
                post(
                        "batch",
                        good.replace("44", "999"),
                        good,
                        good,
                        Examples.heartRate("somebody-else", ""),
                        "{\"resourceType\":\"Patient\"}");
        assertEquals(200, answer.status(), answer.raw()::body);
        assertEquals("batch-response", answer.at("type"));
        assertEquals("422 Unprocessable Entity", answer.at("entry/0/response/status"));
        assertEquals(
                "Bundle.entry[0].resource.value.ofType(Quantity).value",
                answer.at("entry/0/response/outcome/issue/0/expression/0"));
        assertEquals("201 Created", answer.at("entry/1/response/status"));
        assertEquals("200 OK", answer.at("entry/2/response/status"));
        assertEquals("403 Forbidden", answer.at("entry/3/response/status"));
        assertEquals("422 Unprocessable Entity", answer.at("entry/4/response/status"));
        awaitFound(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":[{}]}",
                "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}",
                "{\"resourceType\":\"Observation\"}",
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{},5]}"
            })
    void what_is_no_batch_or_transaction_is_422(String body) throws Exception {
        Answer answer = client.post(key, "/fhir", body);
        assertEquals(422, answer.status(), answer.raw()::body);
        assertEquals("OperationOutcome", answer.at("resourceType"));
    }

    @Test
    void pages_follow_each_other_by_their_next_link() throws Exception {
        List<String> ten =
                IntStream.range(0, 10)
                        .mapToObj(i ->
                                Examples.heartRate(patient, "").replace("09:30:10", "09:30:1" + i))
                        .toList();
        assertEquals(200, post("batch", ten.toArray(String[]::new)).status());
        awaitFound(10);
        List<String> urls = new ArrayList<>();
        String path = "/fhir/Observation?patient=" + patient + "&code=8867-4&_count=3";
        int pages = 0;
        while (!path.isEmpty()) {
            Answer page = client.get(nurse, path);
            entries(page).forEach(entry -> urls.add(FhirClient.text(entry, "fullUrl")));
            assertEquals("self", page.at("link/0/relation"));
            path = page.at("link/1/url").replace("http://ward.example", "");
            pages++;
        }
        assertEquals(4, pages);
        assertEquals(10, urls.size());
        assertEquals(10, new HashSet<>(urls).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "&code=8867-4;1",
                "&code=http://loinc.org|8867-4,85354-9;2",
                "&code=http://snomed.info/sct|8867-4;0",
                "&code=1234-5;0",
                "&code=8867-4&code=85354-9;0",
                "&category=vital-signs;2",
                "&category=laboratory;0",
                "&date=2026-07-02;2",
                "&date=ge2026-07-02T08:30:11Z;0",
                "&date=ge2026-07-02&date=lt2026-07-03;2",
                "&date=2026-07-02T08:30:10Z;2",
                "&date=2026-07-02T10:30:10.123%2B02:00;1",
                "&date=gt2026-07-02;0",
                "&date=le2026;2",
                "&date=lt2026-07;0",
                "&_sort=-date&_format=json;2"
            })
    void code_category_and_date_choose(String more, int found) throws Exception {
        post("batch", Examples.heartRate(patient, ""), pressure());
        awaitFound(2);
        Answer answer = search(more.replace("|", "%7C"));
        assertEquals(200, answer.status(), answer.raw()::body);
        assertEquals(found, entries(answer).size(), answer.raw()::body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&date=yesterday", "&date=ne2026", "&date=2026-13", "&_count=0", "&_count=x",
                "&_cursor=x", "&value-quantity=5", "&_sort=date", "&_format=xml", "&patient=other"
            })
    void a_question_that_is_not_understood_is_400_and_not_answered_by_another(String more)
            throws Exception {
        Answer answer = search(more);
        assertEquals(400, answer.status(), answer.raw()::body);
        assertEquals("OperationOutcome", answer.at("resourceType"));
        assertEquals("value", answer.at("issue/0/code"));
    }

    @Test
    void only_those_who_may_see_vital_signs_find_and_read_them() throws Exception {
        Answer posted = client.post(key, "/fhir/Observation", Examples.heartRate(patient, ""));
        awaitFound(1);
        String one = "/fhir/Observation/" + posted.at("id");
        String all = "/fhir/Observation?patient=Patient/" + patient;
        for (String path : List.of(one, all)) {
            assertEquals(200, client.get(client.world.token("DOCTOR"), path).status());
            assertEquals(403, client.get(client.world.token("CAREGIVER"), path).status());
            assertEquals(403, client.get(client.world.token("DEVICE"), path).status());
            assertEquals(401, client.get("", path).status());
        }
        assertEquals(404, client.get(nurse, "/fhir/Observation/1-0-0").status());
        assertEquals(404, client.get(nurse, "/fhir/Observation/nonsense").status());
        assertEquals(400, client.get(nurse, "/fhir/Observation").status());
    }

    @Test
    void everybody_may_ask_what_is_spoken_here() throws Exception {
        Answer answer = client.get("", "/fhir/metadata");
        assertEquals(200, answer.status(), answer.raw()::body);
        assertEquals("CapabilityStatement", answer.at("resourceType"));
        assertEquals("4.0.1", answer.at("fhirVersion"));
        assertEquals("Observation", answer.at("rest/0/resource/0/type"));
    }

    private Answer post(String type, String... observations) throws Exception {
        return client.post(key, "/fhir", Examples.bundle(type, List.of(observations)));
    }

    private String pressure() {
        return Examples.bloodPressure(patient, "107", "60");
    }

    private Answer search(String more) throws Exception {
        return client.get(nurse, "/fhir/Observation?patient=" + patient + more);
    }

    private void awaitFound(int count) {
        await().until(() -> entries(search("")).size() == count);
    }

    private static List<JsonNode> entries(Answer answer) {
        JsonNode entries = answer.body().get("entry");
        List<JsonNode> found = new ArrayList<>();
        if (entries != null) {
            entries.values().forEach(found::add);
        }
        return found;
    }
}
