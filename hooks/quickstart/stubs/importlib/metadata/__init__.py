"""No package asks for another's version; what importlib forgets, it forgets here, too."""


class MetadataPathFinder:
    @staticmethod
    def invalidate_caches() -> None:
        pass
