package dev.filch.queue;

/** An element with its producer, and its number among the producer's elements. */
record Token(int producer, int number) {
}
