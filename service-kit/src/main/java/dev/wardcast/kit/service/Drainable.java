package dev.wardcast.kit.service;

/**
 * Something that has to let go of its clients before the process ends. Asked when the process is
 * told to terminate, while everything still runs.
 */
public interface Drainable {

    /** Returns when nobody is left who would be cut off, or when it has waited long enough. */
    void drain() throws InterruptedException;
}
