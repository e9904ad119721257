/** What browsers are told, and which pages are trusted. */
@NullMarked
package dev.wardcast.kit.web;

import org.jspecify.annotations.NullMarked;
