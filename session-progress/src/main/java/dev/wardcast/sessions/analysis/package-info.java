/** What there is to hear in a recording: how loud when, when somebody speaks, how it looks. */
@NullMarked
package dev.wardcast.sessions.analysis;

import org.jspecify.annotations.NullMarked;
