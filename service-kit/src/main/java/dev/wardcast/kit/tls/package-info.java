/** HTTP/2 and TLS for every service: the certificate, its renewal, and what is spoken. */
@NullMarked
package dev.wardcast.kit.tls;

import org.jspecify.annotations.NullMarked;
