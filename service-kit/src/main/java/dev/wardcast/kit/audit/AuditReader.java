package dev.wardcast.kit.audit;

/** A bean that reads the audit: only where there is one may the services' role SELECT. */
public interface AuditReader {}
