package dev.filch.stress.cores.engine;

/**
 * A method, and a variable that it accesses.
 *
 * @param method simple name of class and method
 * @param variable simple name of class and field, or what else the method calls
 */
public record CodePlace(String method, String variable) {

    /** The place of an access, by its site in the code. */
    static CodePlace of(String site, String variable) {
        int line = site.lastIndexOf(':');
        return new CodePlace(line < 0 ? site : site.substring(0, line), variable);
    }
}
