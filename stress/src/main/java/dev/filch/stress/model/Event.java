package dev.filch.stress.model;

/**
 * A line of a trace.
 *
 * @param thread who
 * @param site where in the code: class, method and line
 * @param text what: the access, the location, and what was read and written
 */
public record Event(String thread, String site, String text) {
}
