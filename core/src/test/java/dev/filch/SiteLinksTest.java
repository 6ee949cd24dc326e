package dev.filch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Checks the links within the site that {@code mvn -Psite package} builds. Links to other hosts are ignored. */
@EnabledIfSystemProperty(named = "filch.site", matches = ".+")
class SiteLinksTest {

    private static final Path SITE = Path.of(System.getProperty("filch.site", "")).toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\s(?:href|src)=\"([^\"]*)\"");
    private static final Pattern ANCHOR = Pattern.compile("\\s(?:id|name)=\"([^\"]*)\"");

    private final Map<Path, Set<String>> anchors = new HashMap<>();

    private static Stream<String> find(Pattern pattern, Path page) {
        try {
            return pattern.matcher(Files.readString(page)).results().map(match -> match.group(1)
                    .replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".html");
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(SITE)) {
            return files.filter(SiteLinksTest::isPage).sorted().toList();
        }
    }

    /** The targets of a page's links, except links to other hosts. */
    private static List<URI> linksOf(Path page) {
        return find(LINK, page).map(URI::create).filter(link -> link.getScheme() == null && link.getAuthority() == null)
                .map(page.toUri()::resolve).toList();
    }

    private static Path fileOf(URI link) {
        Path file = Path.of(URI.create("file://" + link.getRawPath()));
        return Files.isDirectory(file) ? file.resolve("index.html") : file;
    }

    private boolean isDead(URI link) {
        Path file = fileOf(link);
        if (!file.startsWith(SITE) || !Files.isRegularFile(file)) {
            return true;
        }
        String anchor = link.getFragment();
        return anchor != null && !anchor.isEmpty() && isPage(file) && !anchors.computeIfAbsent(file,
                page -> find(ANCHOR, page).collect(Collectors.toSet())).contains(anchor);
    }

    @Test
    void noLinkIsDead() throws IOException {
        List<Path> pages = pages();
        assertTrue(pages.size() > 50, () -> "expected more than 50 pages in " + SITE + ", found " + pages);
        Map<URI, Path> dead = new TreeMap<>();
        for (Path page : pages) {
            linksOf(page).stream().filter(this::isDead).forEach(link -> dead.putIfAbsent(link, page));
        }
        assertEquals(Map.of(), dead, "dead links, each with the first page that contains it");
    }

    @Test
    void everyPageIsReachableFromTheIndex() throws IOException {
        Path index = SITE.resolve("index.html");
        Set<Path> reached = new TreeSet<>(Set.of(index));
        ArrayDeque<Path> unread = new ArrayDeque<>(reached);
        while (!unread.isEmpty()) {
            for (URI link : linksOf(unread.remove())) {
                Path file = fileOf(link);
                if (isPage(file) && Files.exists(file) && reached.add(file)) {
                    unread.add(file);
                }
            }
        }
        List<Path> unreachable = pages().stream().filter(page -> !reached.contains(page)).toList();
        assertEquals(List.of(), unreachable, "pages that no chain of links from the index reaches");
    }
}
