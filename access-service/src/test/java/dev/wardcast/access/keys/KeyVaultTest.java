package dev.wardcast.access.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.crypto.TextVault;
import dev.wardcast.kit.crypto.VaultException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyVaultTest {

    private static final String JWK = "{\"kty\":\"EC\",\"d\":\"private\"}";
    private static final String OLD = base64((byte) 1, 32);
    private static final String NEW = base64((byte) 2, 32);

    @Test
    void what_was_closed_opens_and_shows_nothing() {
        KeyVault vault = vault(NEW, null);
        String stored = vault.close("k1", JWK);
        assertFalse(stored.contains("private"));
        assertNotEquals(stored, vault.close("k1", JWK));
        assertEquals(JWK, vault.open("k1", stored));
        assertFalse(vault.isOutdated("k1", stored));
    }

    @Test
    void a_key_can_not_be_put_in_the_place_of_another() {
        KeyVault vault = vault(NEW, null);
        String stored = vault.close("k1", JWK);
        assertThrows(IllegalStateException.class, () -> vault.open("k2", stored));
    }

    @Test
    void what_the_former_key_or_none_had_closed_is_read_and_closed_anew() {
        String byOld = vault(OLD, null).close("k1", JWK);
        KeyVault changed = vault(NEW, OLD);
        assertEquals(JWK, changed.open("k1", byOld));
        assertTrue(changed.isOutdated("k1", byOld));
        assertEquals(JWK, changed.open("k1", JWK));
        assertTrue(changed.isOutdated("k1", JWK));
        assertFalse(vault(null, null).isOutdated("k1", JWK));
    }

    @Test
    void a_missing_key_is_told_by_the_name_of_its_setting() {
        String stored = vault(OLD, null).close("k1", JWK);
        for (KeyVault other : new KeyVault[] {vault(NEW, null), vault(null, null)}) {
            String message =
                    assertThrows(IllegalStateException.class, () -> other.open("k1", stored))
                            .getMessage();
            assertTrue(message.contains("key-encryption-key"), message);
        }
        for (String bad : new String[] {"x", base64((byte) 1, 16), "!"}) {
            String message =
                    assertThrows(IllegalArgumentException.class, () -> vault(bad, null))
                            .getMessage();
            assertEquals(
                    "wardcast.access.key-encryption-key (expected: 32 bytes in base64)", message);
        }
    }

    @Test
    void without_a_key_of_its_own_it_uses_those_of_the_installation() {
        TextVault installation = TextVault.with("k2:" + NEW, "k1:" + OLD);
        KeyVault own = new KeyVault(OLD, null, installation);
        KeyVault shared = new KeyVault(null, OLD, installation);
        String byOwn = own.close("k1", JWK);
        assertTrue(shared.isOutdated("k1", byOwn));
        assertTrue(shared.isOutdated("k1", JWK));
        String stored = shared.close("k1", shared.open("k1", byOwn));
        assertTrue(stored.startsWith("v1.k2."), stored);
        assertFalse(shared.isOutdated("k1", stored));
        assertEquals(JWK, own.open("k1", stored));
        assertThrows(VaultException.class, () -> shared.open("k2", stored));
        String byFormer = TextVault.with("k1:" + OLD).seal(JWK, "signing-key:k1");
        assertTrue(shared.isOutdated("k1", byFormer));
        assertEquals(JWK, shared.open("k1", byFormer));
    }

    private static KeyVault vault(@Nullable String key, @Nullable String former) {
        return new KeyVault(key, former, TextVault.with());
    }

    private static String base64(byte each, int length) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, each);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
