package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.CodePaths;
import dev.filch.stress.rewrite.ClassFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The class files that a workload runs on.
 *
 * @param core the jar with the classes of the module core; null for those of this build
 * @param paths the paths by which events are counted
 */
public record CodeBase(Path core, CodePaths paths) {

    /** The class files of this build. */
    public static final CodeBase OF_THIS_BUILD = new CodeBase(null, PoolPaths.PATHS);

    private static final String FILCH = "dev/filch/";
    private static final String STRESS = "dev/filch/stress/";

    ClassFiles classFiles() {
        ClassFiles own = ClassFiles.of(CodeBase.class.getClassLoader());
        return core == null
                ? own
                : name -> name.startsWith(FILCH) && !name.startsWith(STRESS) ? readFromJar(name) : own.read(name);
    }

    private byte[] readFromJar(String internalName) {
        try (JarFile jar = new JarFile(core.toFile())) {
            ZipEntry entry = jar.getEntry(internalName + ".class");
            if (entry == null) {
                return null;
            }
            try (InputStream in = jar.getInputStream(entry)) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
