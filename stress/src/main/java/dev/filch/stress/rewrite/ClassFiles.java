package dev.filch.stress.rewrite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Where a {@link RewritingLoader} finds the bytes of the classes that it rewrites. */
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
     * The class files that a loader has.
     *
     * @param loader the loader
     * @return them as they are
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
