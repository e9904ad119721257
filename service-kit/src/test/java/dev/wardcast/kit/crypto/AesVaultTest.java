package dev.wardcast.kit.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AesVaultTest {

    private static final String TEXT = "Blood pressure looks fine 👩‍⚕️";
    private static final String OLD = "old:" + AesKey.random();
    private static final String NEW = "new:" + AesKey.random();

    private static AesVault vault(String... keys) {
        return new AesVault(new VaultSettings(List.of(keys), null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", TEXT, "line\nline\u0000"})
    void what_was_sealed_opens_and_shows_nothing(String text) {
        AesVault vault = vault(NEW);
        String sealed = vault.seal(text, "message:1");
        assertTrue(sealed.matches("v1\\.new\\.[A-Za-z0-9_-]+"), sealed);
        assertNotEquals(sealed, vault.seal(text, "message:1"));
        assertEquals(text, vault.open(sealed, "message:1"));
    }

    @Test
    void a_text_opens_only_where_it_belongs() {
        AesVault vault = vault(NEW);
        String sealed = vault.seal(TEXT, "message:1");
        assertRefused(vault, sealed, "message:2");
    }

    @Test
    void a_changed_text_does_not_open_whatever_was_changed() {
        AesVault vault = vault(NEW);
        String sealed = vault.seal(TEXT, "message:1");
        int begin = "v1.new.".length();
        for (int i = begin; i < sealed.length() - 1; i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            assertRefused(
                    vault, sealed.substring(0, i) + other + sealed.substring(i + 1), "message:1");
        }
        for (int end = 0; end < sealed.length(); end++) {
            assertRefused(vault, sealed.substring(0, end), "message:1");
        }
        assertRefused(vault, sealed + "AAAA", "message:1");
    }

    @Test
    void a_former_key_opens_and_does_not_seal() {
        String byOld = vault(OLD).seal(TEXT, "message:1");
        AesVault changed = vault(NEW, OLD);
        assertEquals(TEXT, changed.open(byOld, "message:1"));
        assertTrue(changed.seal(TEXT, "message:1").startsWith("v1.new."));
        assertEquals(Optional.of("new"), changed.activeKey());
        AesVault notYet = new AesVault(new VaultSettings(List.of(NEW, OLD), null, "old"));
        assertTrue(notYet.seal(TEXT, "message:1").startsWith("v1.old."));
    }

    @Test
    void a_key_that_is_not_here_is_named() {
        String byOld = vault(OLD).seal(TEXT, "message:1");
        String message =
                assertThrows(VaultException.class, () -> vault(NEW).open(byOld, "message:1"))
                        .getMessage();
        assertTrue(message.startsWith("key old is not here"), message);
        String ofThatName = "old:" + AesKey.random();
        assertRefused(vault(ofThatName), byOld, "message:1");
    }

    @Test
    void without_a_key_nothing_is_sealed() {
        AesVault none = vault();
        assertEquals(Optional.empty(), none.activeKey());
        String message =
                assertThrows(VaultException.class, () -> none.seal(TEXT, "message:1")).getMessage();
        assertTrue(message.startsWith("wardcast.vault.keys: no key"), message);
    }

    @Test
    void many_threads_seal_and_open_at_once_also_after_refusals() throws Exception {
        AesVault vault = vault(NEW);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int thread = 0; thread < 40; thread++) {
            String mine = "thread " + thread;
            work.add(() -> {
                for (int i = 0; i < 200; i++) {
                    String sealed = vault.seal(mine + i, mine);
                    assertThrows(VaultException.class, () -> vault.open(sealed, "another"));
                    assertEquals(mine + i, vault.open(sealed, mine));
                }
                return 200;
            });
        }
        int opened = 0;
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> done : threads.invokeAll(work)) {
                opened += done.get();
            }
        }
        assertEquals(40 * 200, opened);
    }

    private static void assertRefused(AesVault vault, String sealed, String context) {
        String message =
                assertThrows(VaultException.class, () -> vault.open(sealed, context), sealed)
                        .getMessage();
        assertFalse(message.contains(TEXT) || message.contains("message:"), message);
        assertFalse(sealed.length() > 12 && message.contains(sealed), message);
    }
}
