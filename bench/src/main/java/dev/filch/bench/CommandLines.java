package dev.filch.bench;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Command lines that print their usage after an error. */
public final class CommandLines {

    private CommandLines() {}

    /** Returns a command's command line. On a wrong argument it prints a message and the usage, and exits with 2. */
    public static CommandLine of(Object command) {
        return new CommandLine(command)
                .setParameterExceptionHandler(CommandLines::explain)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Prints the message and the usage. Picocli's own handler does not always print the usage. */
    private static int explain(ParameterException wrong, String[] arguments) {
        CommandLine commandLine = wrong.getCommandLine();
        commandLine.getErr().println(wrong.getMessage());
        commandLine.usage(commandLine.getErr());
        return commandLine.getCommandSpec().exitCodeOnInvalidInput();
    }
}
