package dev.filch.stress.model;

/**
 * A line of a trace.
 *
 * @param thread the name of the thread
 * @param site class, method and line
 * @param text the access, the location, and the values read and written
 */
public record Event(String thread, String site, String text) {
}
