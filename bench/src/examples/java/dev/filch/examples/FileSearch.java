package dev.filch.examples;

import dev.filch.pool.WorkStealingPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Searches a directory tree for the lines that contain a text. Each directory and each file is a task; the task of a
 * directory forks those of its entries, and joins them.
 *
 * <p><b>What to learn</b>
 * <ul>
 *   <li><b>Fork and join need only {@code submit} and {@code get}.</b> A task may wait for a future of its own pool,
 *       however many tasks do: the waiting worker runs the awaited task itself if no other thread has started it.
 *       Otherwise it parks, and a spare thread takes its place. So one worker is enough, and trees may be deeper than
 *       the pool has threads.
 *   <li><b>Join the newest first.</b> Forked tasks wait in the worker's own deque. The worker takes the newest task
 *       from its end, while idle workers steal the oldest, which here are the largest directories. Joins in reverse
 *       order meet tasks that are still there.
 *   <li><b>Nothing is shared.</b> Each task returns its matches, and {@code get} makes them visible.
 *   <li><b>Slow file systems.</b> Where reads block for long, as on a network, wrap them in
 *       {@link dev.filch.pool.Blocking}: then a spare thread works while this one waits.
 * </ul>
 */
public final class FileSearch {

    private final WorkStealingPool pool;
    private final String text;

    private FileSearch(WorkStealingPool pool, String text) {
        this.pool = pool;
        this.text = text;
    }

    /** Where the text was found. */
    public record Match(Path file, int line) {
    }

    /** The matches in a file, or in all files below a directory, in no particular order. Follows no symbolic link. */
    public static List<Match> search(WorkStealingPool pool, Path start, String text)
            throws InterruptedException, ExecutionException {
        FileSearch search = new FileSearch(pool, text);
        return pool.submit(() -> search.searchIn(start)).get();
    }

    private List<Match> searchIn(Path path) throws IOException, InterruptedException, ExecutionException {
        BasicFileAttributes kind = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!kind.isDirectory()) {
            return kind.isRegularFile() ? searchFile(path) : List.of();
        }
        Deque<Future<List<Match>>> forked = new ArrayDeque<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                forked.push(pool.submit(() -> searchIn(entry)));
            }
        }
        List<Match> matches = new ArrayList<>();
        for (Future<List<Match>> newestFirst : forked) {
            matches.addAll(newestFirst.get());
        }
        return matches;
    }

    /** Reads bytes as ISO 8859-1 does, so that no file is malformed; finds a text that UTF-8 encodes. */
    private List<Match> searchFile(Path file) throws IOException {
        String bytesOfText = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        List<Match> matches = new ArrayList<>();
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line : (Iterable<String>) lines::iterator) {
                number++;
                if (line.contains(bytesOfText)) {
                    matches.add(new Match(file, number));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return matches;
    }

    /** Searches the tree under the first argument for the second one. */
    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("usage: FileSearch <directory> <text>");
            return;
        }
        try (WorkStealingPool pool = WorkStealingPool.builder().name("search").build()) {
            for (Match match : search(pool, Path.of(args[0]), args[1])) {
                System.out.println(match.file() + ":" + match.line());
            }
            System.out.println(pool.completedTasks() + " tasks, " + pool.successfulSteals() + " steals");
        }
    }
}
