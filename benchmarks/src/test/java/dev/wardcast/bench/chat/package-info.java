/** The benchmark of chat, small. */
@org.jspecify.annotations.NullMarked
package dev.wardcast.bench.chat;
