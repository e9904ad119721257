/** The built-in pipeline: workers that take recordings on and find out what there is to hear. */
@NullMarked
package dev.wardcast.sessions.pipeline;

import org.jspecify.annotations.NullMarked;
