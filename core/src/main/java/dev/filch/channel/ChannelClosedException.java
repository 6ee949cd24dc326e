package dev.filch.channel;

/**
 * Thrown by operations on a closed {@link Channel}: when an element cannot be sent, or when there are no more elements
 * to receive. The {@linkplain #getCause cause} is what the channel was closed with, if anything.
 */
public final class ChannelClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    ChannelClosedException(Throwable cause) {
        super("the channel is closed", cause);
    }
}
