/** What makes a module a Wardcast service: its defaults, its command line, its OpenAPI page. */
@NullMarked
package dev.wardcast.kit.service;

import org.jspecify.annotations.NullMarked;
