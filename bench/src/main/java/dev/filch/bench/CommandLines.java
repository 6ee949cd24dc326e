package dev.filch.bench;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Command lines that explain themselves. */
public final class CommandLines {

    private CommandLines() {}

    /** The command line of a command: it exits with 2, a message and the usage if an argument is wrong. */
    public static CommandLine of(Object command) {
        return new CommandLine(command)
                .setParameterExceptionHandler(CommandLines::explain)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Prints the message and always, unlike picocli's own handler, the usage. */
    private static int explain(ParameterException wrong, String[] arguments) {
        CommandLine commandLine = wrong.getCommandLine();
        commandLine.getErr().println(wrong.getMessage());
        commandLine.usage(commandLine.getErr());
        return commandLine.getCommandSpec().exitCodeOnInvalidInput();
    }
}
