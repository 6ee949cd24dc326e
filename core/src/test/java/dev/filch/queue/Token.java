package dev.filch.queue;

/** An element that knows who put it in, and as the how-manieth. */
record Token(int producer, int number) {
}
