package dev.wardcast.access.demo;

import dev.wardcast.access.people.Users;
import dev.wardcast.access.signin.Passwords;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the user {@code admin} where nobody could administer anything yet. */
@Singleton
@Requires(property = "wardcast.access.first-admin-password")
class Founding {

    private static final Logger LOG = LoggerFactory.getLogger(Founding.class);
    private static final String ADMIN = "admin";

    private final Users users;
    private final Passwords passwords;
    private final String password;

    Founding(
            Users users,
            Passwords passwords,
            @Value("${wardcast.access.first-admin-password}") String password) {
        this.users = users;
        this.passwords = passwords;
        this.password = password;
    }

    @EventListener
    @Transactional("access")
    void found(StartupEvent event) {
        if (users.hasAnyoneRole("ADMIN")) {
            return;
        }
        if (users.add(ADMIN, ADMIN, passwords.hash(password), null) == 1) {
            users.addRole(ADMIN, "ADMIN");
            LOG.info("Made the user {}; change the password after the first login", ADMIN);
        }
    }
}
