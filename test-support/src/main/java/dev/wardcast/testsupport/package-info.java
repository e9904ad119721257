/** What tests across modules share: real servers to run against, and clients of the streams. */
@NullMarked
package dev.wardcast.testsupport;

import org.jspecify.annotations.NullMarked;
