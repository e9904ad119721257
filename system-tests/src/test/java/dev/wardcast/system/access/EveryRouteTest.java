package dev.wardcast.system.access;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.AllServices;
import dev.wardcast.system.access.AccessTable.Reach;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/access.md is true: for every route of every service, and for everybody. */
class EveryRouteTest {

    /** What every service has beside what it is for, and the files of the page. */
    private static final Set<String> OF_NO_SERVICE =
            Stream.concat(Calls.OF_EVERY_SERVICE.stream(), Calls.OF_THE_PAGE.stream())
                    .map(Call::route)
                    .collect(toUnmodifiableSet());

    @TempDir static Path data;
    private static AllServices services;
    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        services = new AllServices(data);
        scene = new Scene(services);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void every_route_has_a_row_and_every_row_a_route() {
        assertSame(AccessTable.read().keySet(), routes());
    }

    @Test
    void every_row_is_tried() {
        assertSame(
                AccessTable.read().keySet(),
                Calls.ALL.stream().map(Call::route).collect(toCollection(TreeSet::new)));
    }

    @Test
    void every_route_is_in_the_openapi_document_and_nothing_else_is() throws Exception {
        Set<String> documented = new TreeSet<>(OpenApi.operations(services.url() + "/openapi"));
        documented.addAll(OF_NO_SERVICE);
        assertSame(routes(), documented);
    }

    private static void assertSame(Set<String> expected, Set<String> found) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(found);
        Set<String> unexpected = new TreeSet<>(found);
        unexpected.removeAll(expected);
        assertEquals(
                "missing [], unexpected []", "missing " + missing + ", unexpected " + unexpected);
    }

    /** What the router would answer; for HEAD it answers as for GET. */
    private static TreeSet<String> routes() {
        return services.bean(Router.class)
                .uriRoutes()
                .filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
                .filter(route -> route.getHttpMethod() != HttpMethod.OPTIONS)
                .map(route ->
                        route.getHttpMethod() + " " + route.getUriMatchTemplate().toPathString())
                .collect(toCollection(TreeSet::new));
    }

    static Stream<Call> calls() {
        return Calls.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_route_is_open_to_whom_the_table_says_and_to_nobody_else(Call call) throws Exception {
        Map<Who, Reach> row = AccessTable.read().get(call.route());
        List<String> wrong = new ArrayList<>();
        for (Who who : row.keySet()) {
            Reach reach = row.get(who);
            if (!call.hasSubject()) {
                assertTrue(
                        reach != Reach.OWN, call.route() + " is about nothing that is one's own");
                check(call, who, false, reach == Reach.ALL, wrong);
            } else {
                check(call, who, true, reach == Reach.ALL, wrong);
                check(call, who, false, reach != Reach.NONE, wrong);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static void check(
            Call call, Who who, boolean foreign, boolean mayPass, List<String> wrong)
            throws Exception {
        Subject subject = foreign ? scene.foreign(who) : scene.own(who);
        int status = call.ask(services.port(), subject, scene.authorization(who));
        boolean right =
                mayPass ? call.succeeded(status) : status == 403 || (foreign && status == 404);
        if (!right) {
            wrong.add(
                    "%s %s: %d (expected: %s)"
                            .formatted(
                                    who,
                                    foreign ? "foreign" : "own",
                                    status,
                                    mayPass ? call.success() : "403"));
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_stranger_gets_what_is_for_everybody_and_401_for_the_rest(Call call) throws Exception {
        int expected = AccessTable.read().get(call.route()).isEmpty() ? call.success() : 401;
        assertEquals(expected, call.ask(services.port(), scene.own(Who.ADMIN), null));
        if (expected == 401) {
            for (String worthless : List.of("Bearer x.y.z", "Bearer ", "Basic YWRtaW46ZGVtbw==")) {
                assertEquals(
                        401, call.ask(services.port(), scene.own(Who.ADMIN), worthless), worthless);
            }
        }
    }
}
