package dev.wardcast.access.signin;

import dev.wardcast.access.people.UserRow;
import java.util.List;

/** What somebody has who signed in. */
record Session(UserRow user, List<String> roles, String accessToken, String refreshToken) {}
