package dev.wardcast.kit.service;

/**
 * A service is a module with a bean of this type. Its name is that of its OpenAPI document, of its
 * database schema (with underscores) and of {@code ./wardcast service NAME}.
 */
public interface WardcastService {
    String name();
}
