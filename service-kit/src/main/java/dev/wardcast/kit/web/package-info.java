/** What a browser may do with our answers, and from which pages it may ask. */
@NullMarked
package dev.wardcast.kit.web;

import org.jspecify.annotations.NullMarked;
