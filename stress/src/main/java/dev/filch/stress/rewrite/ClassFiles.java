package dev.filch.stress.rewrite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The source of the class files that a {@link RewritingLoader} rewrites. */
@FunctionalInterface
public interface ClassFiles {

    /**
     * Reads a class file.
     *
     * @param internalName the class's name, with slashes
     * @return its bytes; null if there is no such class
     */
    byte[] read(String internalName);

    /**
     * The class files of a loader.
     *
     * @param loader the loader
     * @return its class files
     */
    static ClassFiles of(ClassLoader loader) {
        return internalName -> {
            try (InputStream in = loader.getResourceAsStream(internalName + ".class")) {
                return in == null ? null : in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
