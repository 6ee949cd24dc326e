package dev.filch.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Handles a command's option {@code --out}. */
public final class OutputDirectory {

    private OutputDirectory() {}

    /** Creates the directory if it does not exist. If that fails, the option's value is invalid. */
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
