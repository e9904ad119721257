package dev.wardcast.access.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class KeyVaultTest {

    private static final String JWK = "{\"kty\":\"EC\",\"d\":\"private\"}";
    private static final String OLD = base64((byte) 1, 32);
    private static final String NEW = base64((byte) 2, 32);

    @Test
    void what_was_closed_opens_and_shows_nothing() {
        KeyVault vault = new KeyVault(NEW, null);
        String stored = vault.close("k1", JWK);
        assertFalse(stored.contains("private"));
        assertNotEquals(stored, vault.close("k1", JWK));
        assertEquals(JWK, vault.open("k1", stored));
        assertFalse(vault.isOutdated("k1", stored));
    }

    @Test
    void a_key_can_not_be_put_in_the_place_of_another() {
        KeyVault vault = new KeyVault(NEW, null);
        String stored = vault.close("k1", JWK);
        assertThrows(IllegalStateException.class, () -> vault.open("k2", stored));
    }

    @Test
    void what_the_former_key_or_none_had_closed_is_read_and_closed_anew() {
        String byOld = new KeyVault(OLD, null).close("k1", JWK);
        KeyVault changed = new KeyVault(NEW, OLD);
        assertEquals(JWK, changed.open("k1", byOld));
        assertTrue(changed.isOutdated("k1", byOld));
        assertEquals(JWK, changed.open("k1", JWK));
        assertTrue(changed.isOutdated("k1", JWK));
        assertFalse(new KeyVault((String) null, null).isOutdated("k1", JWK));
    }

    @Test
    void a_missing_key_is_told_by_the_name_of_its_setting() {
        String stored = new KeyVault(OLD, null).close("k1", JWK);
        for (KeyVault other :
                new KeyVault[] {new KeyVault(NEW, null), new KeyVault((String) null, null)}) {
            String message =
                    assertThrows(IllegalStateException.class, () -> other.open("k1", stored))
                            .getMessage();
            assertTrue(message.contains("key-encryption-key"), message);
        }
        for (String bad : new String[] {"x", base64((byte) 1, 16), "!"}) {
            String message =
                    assertThrows(IllegalArgumentException.class, () -> new KeyVault(bad, null))
                            .getMessage();
            assertEquals(
                    "wardcast.access.key-encryption-key (expected: 32 bytes in base64)", message);
        }
    }

    private static String base64(byte each, int length) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, each);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
