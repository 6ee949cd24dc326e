package dev.filch.stress.cores.engine;

/**
 * A method and a variable that it accesses.
 *
 * @param method the simple names of class and method
 * @param variable the simple names of class and field; or an operation that the method calls, such as {@code park}
 */
public record CodePlace(String method, String variable) {

    /** Returns the place of an access; {@code site} is its class, method and line. */
    static CodePlace of(String site, String variable) {
        int line = site.lastIndexOf(':');
        return new CodePlace(line < 0 ? site : site.substring(0, line), variable);
    }
}
