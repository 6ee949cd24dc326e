package dev.filch.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a command does with its option {@code --out}. */
public final class OutputDirectory {

    private OutputDirectory() {}

    /** Makes the directory where there is none; one that cannot be made is a bad value of the option. */
    public static void create(Path out, CommandSpec spec) {
        if (out.toString().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--out needs a directory");
        }
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "Cannot write to --out " + out + ": " + e, e);
        }
    }
}
