package dev.filch.bench.report;

import java.util.function.Supplier;

/**
 * A drawn plot, or the reason why this JVM cannot draw it.
 *
 * @param svg the SVG document; null if it could not be drawn
 * @param failure the exception; null if the plot was drawn
 */
record Drawing(String svg, Throwable failure) {

    /** Draws a plot. A JVM without fonts fails in various ways, mostly with an Error. */
    static Drawing of(Supplier<String> plot) {
        try {
            return new Drawing(plot.get(), null);
        } catch (RuntimeException | Error e) {
            return new Drawing(null, e);
        }
    }
}
