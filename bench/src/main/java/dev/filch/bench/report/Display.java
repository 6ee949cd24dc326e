package dev.filch.bench.report;

import java.io.Console;
import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Prints lines and, on a terminal, a progress bar below them. */
public final class Display implements AutoCloseable {

    private static final int BAR_WIDTH = 78;
    private static final int BAR_UPDATE_MILLIS = 500;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintWriter out;
    private final ProgressBar bar;
    private String shownBar = "";

    /** Creates a display for a number of steps, with a progress bar if {@code interactive}. */
    public Display(PrintWriter out, boolean interactive, int steps) {
        this.out = out;
        this.bar = interactive ? newBar(steps) : null;
    }

    private ProgressBar newBar(int steps) {
        return new ProgressBarBuilder()
                .setTaskName("runs")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(BAR_UPDATE_MILLIS)
                .setConsumer(new DelegatingProgressBarConsumer(this::showBar, BAR_WIDTH))
                .build();
    }

    /** Returns whether the output goes to a terminal. */
    public static boolean onTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true; // before JDK 22, a console exists only on a terminal
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Prints a line above the bar. */
    public synchronized void line(String line) {
        out.println(bar == null ? line : CLEAR_LINE + line);
        out.print(shownBar);
        out.flush();
    }

    /** Advances the bar by one step. */
    public void step() {
        if (bar != null) {
            bar.step();
        }
    }

    private synchronized void showBar(String text) {
        shownBar = CLEAR_LINE + text;
        out.print(shownBar);
        out.flush();
    }

    /** Removes the bar. */
    @Override
    public void close() {
        if (bar == null) {
            return;
        }
        bar.close();
        synchronized (this) {
            shownBar = "";
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
